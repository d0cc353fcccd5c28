{{%AUTOESCAPE context="HTML"}}<div class="reading wide">
<header class="head"><p class="kicker"><span>{{T_publisher}}</span></p><h1 dir="auto">{{NAME}}</h1>
<p class="meta"><span class="by">{{COUNT}}</span>{{#IF_COUNTRY}} <span>{{COUNTRY}}</span>{{/IF_COUNTRY}}{{#IF_LANGUAGE_NAME}} <span>{{LANGUAGE_NAME}}</span>{{/IF_LANGUAGE_NAME}} <span dir="ltr">{{HOST}}</span>{{#IF_QUARANTINED}} <span>{{QUARANTINED}}</span>{{/IF_QUARANTINED}}</p>{{>SPARKLINE}}</header>
{{#EMPTY}}<p class="empty">{{T_no_articles}}</p>{{/EMPTY}}
{{#DAY_PART}}<section class="day"><h2 class="label">{{DAY_NAME}}</h2><div class="items">{{#DAY_ARTICLE}}{{>ARTICLE_ITEM}}{{/DAY_ARTICLE}}</div></section>
{{/DAY_PART}}
{{#MORE}}<p class="more"><a class="button" rel="next" href="{{MORE_HREF}}">{{T_more}}</a></p>{{/MORE}}
</div>
