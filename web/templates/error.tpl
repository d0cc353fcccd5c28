{{%AUTOESCAPE context="HTML"}}<div class="reading error">
<header class="head"><p class="kicker"><span>{{STATUS}}</span></p><h1>{{HEADING}}</h1></header>
<p class="lede">{{ADVICE}}</p>
{{#IF_DETAIL}}<p class="notice" dir="auto">{{DETAIL}}</p>{{/IF_DETAIL}}
<p><a class="button" href="{{FRONT}}">{{T_to_front}}</a> <a class="button" href="{{SEARCH}}">{{T_nav_search}}</a></p>
</div>
