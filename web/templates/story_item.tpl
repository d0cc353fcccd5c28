{{%AUTOESCAPE context="HTML"}}<article class="story {{CLASS}}">
{{#PICTURE}}<div class="picture"><img src="{{IMAGE}}" alt="{{ALT}}"{{#IF_WIDTH}} width="{{WIDTH}}" height="{{HEIGHT}}"{{/IF_WIDTH}} referrerpolicy="no-referrer" decoding="async"></div>{{/PICTURE}}
{{#IF_CAPTION}}<p class="caption">{{CAPTION}}{{#IF_CREDIT}} <span class="credit">{{CREDIT}}</span>{{/IF_CREDIT}}</p>{{/IF_CAPTION}}
<div class="words">
<p class="kicker">{{#IF_SECTION}}<span>{{SECTION}}</span>{{/IF_SECTION}}{{#IF_GENRE}}<span class="genre">{{GENRE}}</span>{{/IF_GENRE}}</p>
{{#LEVEL2}}<h2 lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}"><a href="{{HREF}}">{{TITLE}}</a></h2>{{/LEVEL2}}
{{#LEVEL3}}<h3 lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}"><a href="{{HREF}}">{{TITLE}}</a></h3>{{/LEVEL3}}
{{#IF_SUMMARY}}<p class="summary" lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}">{{SUMMARY}}</p>{{/IF_SUMMARY}}
<p class="meta"><span class="by" dir="auto">{{REPORTED}}</span>{{#IF_ISO}} <time datetime="{{ISO}}" title="{{FULL_DATE}}" data-date="{{DATE}}">{{AGE}}</time>{{/IF_ISO}}</p>
</div>
</article>
