{{%AUTOESCAPE context="HTML"}}<div class="reading">
<header class="head">
{{#IF_SECTION}}<p class="kicker"><span>{{SECTION}}</span></p>{{/IF_SECTION}}
<h1 lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}">{{HEADLINE}}</h1>
<p class="meta"><span class="by">{{COUNTS}}</span> {{#IF_ISO}}<span>{{T_story_last}} <time datetime="{{ISO}}" title="{{FULL_DATE}}" data-date="{{DATE}}">{{AGE}}</time></span> {{/IF_ISO}}<span>{{T_story_first}} <time datetime="{{FIRST_ISO}}">{{FIRST_TIME}}</time></span></p>
</header>
{{#BRIEF}}<p class="brief" lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}">{{BRIEF_TEXT}} <a class="mark" href="{{BRIEF_HREF}}" title="{{BRIEF_SOURCE}}"><span class="unseen">{{T_source}}: </span>{{BRIEF_SOURCE}}</a></p>{{/BRIEF}}
<p class="reported" dir="auto">{{REPORTED}}</p>
<section class="coverage" aria-labelledby="coverage">
<h2 id="coverage">{{T_coverage}}</h2>
<ol class="timeline">
{{#COVERAGE}}<li><p class="margin">{{#IF_MARGIN_DAY}}<span>{{MARGIN_DAY}}</span> {{/IF_MARGIN_DAY}}<time datetime="{{MARGIN_ISO}}">{{MARGIN_TIME}}</time></p>{{>ARTICLE_ITEM}}</li>
{{/COVERAGE}}</ol>
<p class="small">{{T_times_utc}}</p>
</section>
{{#HASHTAGS}}<section class="tags" aria-labelledby="tags"><h2 class="label" id="tags">{{T_hashtags}}</h2>
<ul>{{#HASHTAG}}<li><a href="{{TAG_HREF}}" dir="auto">#{{TAG_NAME}}</a></li>{{/HASHTAG}}</ul></section>{{/HASHTAGS}}
{{#WHYS}}<details class="why"><summary>{{T_why}}</summary><dl>
{{#WHY}}<dt lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}">{{WHY_PUBLISHER}}: {{WHY_TITLE}}</dt><dd>{{WHY_TEXT}}</dd>
{{/WHY}}</dl></details>{{/WHYS}}
<section class="related" aria-labelledby="related">
<h2 id="related">{{T_related}}</h2>
{{#NOTHING_RELATED}}<p class="quiet">{{T_nothing_related}}</p>{{/NOTHING_RELATED}}
{{#HAS_RELATED}}<div class="items">{{#RELATED}}{{>ARTICLE_ITEM}}{{/RELATED}}</div>{{/HAS_RELATED}}
</section>
</div>
