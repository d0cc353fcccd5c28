{{%AUTOESCAPE context="HTML"}}<div class="reading wide">
<header class="head"><h1>{{T_nav_publishers}}</h1><p class="lede">{{T_publishers_lede}}</p></header>
{{#EMPTY}}<p class="empty">{{T_no_publishers}}</p>{{/EMPTY}}
{{#HAS_PUBLISHERS}}<div class="table" tabindex="0"><table class="desk">
<thead><tr><th scope="col">{{T_publisher}}</th><th scope="col">{{T_country}}</th><th scope="col">{{T_language}}</th><th scope="col" class="number">{{T_articles_heading}}</th><th scope="col">{{T_last_article}}</th></tr></thead>
<tbody>{{#PUBLISHER_ROW}}<tr><th scope="row"><a href="{{HREF}}" dir="auto">{{NAME}}</a></th><td>{{COUNTRY}}</td><td>{{LANGUAGE_NAME}}</td><td class="number">{{COUNT}}</td><td>{{#LAST}}<time datetime="{{ISO}}" title="{{FULL_DATE}}" data-date="{{DATE}}">{{AGE}}</time>{{/LAST}}</td></tr>
{{/PUBLISHER_ROW}}</tbody></table></div>{{/HAS_PUBLISHERS}}
</div>
