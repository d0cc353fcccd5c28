{{%AUTOESCAPE context="HTML"}}<div class="reading wide">
<header class="head"><h1>{{T_nav_quarantine}}</h1><p class="lede">{{T_quarantine_lede}}</p></header>
{{#EMPTY}}<p class="empty">{{T_quarantine_empty}}</p>{{/EMPTY}}
{{#HAS_PAGES}}<div class="items quarantine">{{#PAGE}}<article class="item">
<p class="meta"><span dir="auto">{{PUBLISHER}}</span>{{#IF_ISO}} <time datetime="{{ISO}}" title="{{FULL_DATE}}" data-date="{{DATE}}">{{AGE}}</time>{{/IF_ISO}}</p>
<h2 lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}"><a href="{{PAGE_HREF}}">{{PAGE_TITLE}}</a></h2>
<p class="reason"><strong>{{REASON}}</strong>{{#IF_REASON_DETAIL}} <span lang="en" dir="ltr">{{REASON_DETAIL}}</span>{{/IF_REASON_DETAIL}}</p>
<p class="small"><a href="{{ORIGINAL}}" rel="noreferrer noopener" dir="ltr">{{ORIGINAL}}</a></p>
</article>
{{/PAGE}}</div>{{/HAS_PAGES}}
{{#MORE}}<p class="more"><a class="button" rel="next" href="{{MORE_HREF}}">{{T_more}}</a></p>{{/MORE}}
</div>
