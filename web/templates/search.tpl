{{%AUTOESCAPE context="HTML"}}<div class="reading wide search">
<header class="head"><h1>{{T_nav_search}}</h1>
<form class="big-find" action="{{SEARCH}}" method="get" role="search">
<label for="query">{{T_search_label}}</label>
<div><input type="search" id="query" name="q" value="{{QUERY}}" maxlength="400" dir="auto" autocomplete="off"><button type="submit">{{T_search_button}}</button></div>
</form></header>
{{#PROBLEM}}<p class="notice">{{PROBLEM_TEXT}}</p>{{/PROBLEM}}
{{#HELP}}<div class="help"><p>{{T_search_help}}</p><dl>
<dt><code dir="ltr">"…"</code></dt><dd>{{T_search_help_phrase}}</dd>
<dt><code dir="ltr">-word</code></dt><dd>{{T_search_help_not}}</dd>
<dt><code dir="ltr">publisher:nhk</code></dt><dd>{{T_search_help_publisher}}</dd>
<dt><code dir="ltr">language:ja</code></dt><dd>{{T_search_help_language}}</dd>
<dt><code dir="ltr">#tag</code></dt><dd>{{T_search_help_tag}}</dd>
<dt><code dir="ltr">after:2026-11-01</code></dt><dd>{{T_search_help_after}}</dd>
</dl></div>{{/HELP}}
{{#IF_TOTAL}}<p class="meta total" role="status">{{TOTAL}}</p>{{/IF_TOTAL}}
<div class="found">
<div class="items">
{{#EMPTY}}<p class="empty">{{T_search_empty}}</p>{{/EMPTY}}
{{#HIT}}{{>ARTICLE_ITEM}}{{/HIT}}
{{#BEFORE}}<p class="more"><a class="button" rel="prev" href="{{BEFORE_HREF}}">{{T_before}}</a></p>{{/BEFORE}}
{{#MORE}}<p class="more"><a class="button" rel="next" href="{{MORE_HREF}}">{{T_more}}</a></p>{{/MORE}}
</div>
{{#FACETS}}<aside class="facets" aria-label="{{T_facets}}">
<h2 class="label">{{T_publisher}}</h2><ul>{{#PUBLISHER_FACET}}<li><a href="{{FACET_HREF}}"><bdi>{{FACET_NAME}}</bdi></a> <span class="count">{{FACET_COUNT}}</span></li>{{/PUBLISHER_FACET}}</ul>
<h2 class="label">{{T_language}}</h2><ul>{{#LANGUAGE_FACET}}<li><a href="{{FACET_HREF}}">{{FACET_NAME}}</a> <span class="count">{{FACET_COUNT}}</span></li>{{/LANGUAGE_FACET}}</ul>
</aside>{{/FACETS}}
</div>
</div>
