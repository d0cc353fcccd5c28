{{%AUTOESCAPE context="HTML"}}<h1 class="unseen">Octavo, {{DAY}}</h1>
<div class="folio"><p>{{DAY}}</p><p>{{SOURCES_READ}}</p>{{#UPDATED}}<p>{{T_folio_updated}} <time datetime="{{ISO}}" title="{{FULL_DATE}}" data-date="{{DATE}}">{{AGE}}</time></p>{{/UPDATED}}</div>
{{#EMPTY}}<section class="empty"><h2>{{EMPTY_HEADING}}</h2><p>{{EMPTY_ADVICE}}</p><p><a class="button" href="{{EMPTY_HREF}}">{{EMPTY_LINK}}</a></p></section>{{/EMPTY}}
<section class="top" aria-label="{{T_top_stories}}">
{{#LEAD}}{{>STORY_ITEM}}{{/LEAD}}
{{#HAS_SIDE}}<div class="sides">{{#SIDE}}{{>STORY_ITEM}}{{/SIDE}}</div>{{/HAS_SIDE}}
</section>
{{#HAS_COLUMNS}}<section class="columns columns-{{COLUMN_COUNT}}" aria-label="{{T_more_stories}}">
{{#COLUMN}}{{>STORY_ITEM}}{{/COLUMN}}
</section>{{/HAS_COLUMNS}}
{{#SECTION_PART}}<section class="section" aria-labelledby="section-{{SECTION_ID}}">
<h2 class="section-name" id="section-{{SECTION_ID}}">{{SECTION_NAME}}</h2>
{{#FIRST}}{{>STORY_ITEM}}{{/FIRST}}
{{#HAS_REST}}<div class="rest">{{#REST}}{{>STORY_ITEM}}{{/REST}}</div>{{/HAS_REST}}
</section>
{{/SECTION_PART}}
<section class="front-foot" aria-label="{{T_front_foot}}">
<div>
<h2 class="label">{{T_nav_quarantine}}</h2>
{{#QUARANTINED}}<p>{{QUARANTINED_COUNT}}{{#IF_QUARANTINE_HREF}} <a href="{{QUARANTINE_HREF}}">{{T_quarantine_link}}</a>{{/IF_QUARANTINE_HREF}}</p>{{/QUARANTINED}}
</div>
<div>
<h2 class="label">{{T_rank_heading}}</h2>
<p>{{T_rank_text}}</p>
{{#IF_RANKING}}<p>{{RANKING}}</p>{{/IF_RANKING}}
</div>
{{#OTHER_DAYS}}<nav aria-label="{{T_other_days}}">
<h2 class="label">{{T_other_days}}</h2>
<ul class="days">{{#OTHER_DAY}}<li><a href="{{OTHER_DAY_HREF}}">{{OTHER_DAY_NAME}}</a></li>{{/OTHER_DAY}}</ul>
</nav>{{/OTHER_DAYS}}
</section>
