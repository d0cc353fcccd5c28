{{%AUTOESCAPE context="HTML"}}<div class="reading wide">
<header class="head"><h1>{{T_nav_sources}}</h1><p class="lede">{{T_sources_lede}}</p></header>
{{#ADDED}}<p class="notice" role="status">{{T_source_added}}</p>{{/ADDED}}
{{#IF_SOURCE_PROBLEM}}<p class="notice bad" role="alert">{{T_source_problem}} <span lang="en" dir="auto">{{SOURCE_PROBLEM}}</span></p>{{/IF_SOURCE_PROBLEM}}
{{#ADD_SOURCE}}<section aria-labelledby="add"><h2 id="add">{{T_add_source}}</h2>
<form class="big-find" method="post" action="{{ACTION}}">
<label for="url">{{T_add_source_label}}</label>
<div><input type="url" id="url" name="url" required maxlength="2000" dir="ltr" placeholder="https://"><button type="submit">{{T_add}}</button></div>
</form></section>{{/ADD_SOURCE}}
{{#STARTERS}}<section aria-labelledby="starters"><h2 id="starters">{{T_starters}}</h2><p class="quiet">{{T_starters_lede}}</p>
<ul class="starters">{{#STARTER}}<li>
<h3>{{LIST_COUNTRY}}</h3>
<p class="meta"><span>{{LIST_LANGUAGE}}</span> <span>{{LIST_COUNT}}</span></p>
{{#IF_LIST_EXAMPLES}}<p class="small" dir="auto">{{LIST_EXAMPLES}}</p>{{/IF_LIST_EXAMPLES}}
<form method="post" action="{{ACTION}}"><input type="hidden" name="list" value="{{LIST_ID}}"><button type="submit" aria-label="{{LIST_LABEL}}">{{T_add}}</button></form>
</li>{{/STARTER}}</ul></section>{{/STARTERS}}
<section aria-labelledby="all-sources"><h2 id="all-sources">{{T_sources_all}}</h2>
{{#EMPTY}}<p class="empty">{{T_sources_empty}}</p>{{/EMPTY}}
{{#HAS_SOURCES}}<p class="meta">{{SOURCE_COUNT}}</p><div class="table" tabindex="0"><table class="desk">
<thead><tr><th scope="col">{{T_source}}</th><th scope="col">{{T_status}}</th><th scope="col">{{T_last_success}}</th></tr></thead>
<tbody>{{#SOURCE}}<tr><th scope="row"><span dir="auto">{{SOURCE_TITLE}}</span>{{#IS_SAMPLE}} <em>{{T_samples_word}}</em>{{/IS_SAMPLE}}<br><span class="small" dir="ltr">{{SOURCE_URL}}</span></th><td>{{#FAILING}}<strong>{{/FAILING}}{{SOURCE_STATUS}}{{#FAILING}}</strong>{{/FAILING}}{{#IF_SOURCE_ERROR}}<br><span class="small" lang="en" dir="auto">{{SOURCE_ERROR}}</span>{{/IF_SOURCE_ERROR}}</td><td>{{#SUCCESS}}<time datetime="{{ISO}}" title="{{FULL_DATE}}" data-date="{{DATE}}">{{AGE}}</time>{{/SUCCESS}}</td></tr>
{{/SOURCE}}</tbody></table></div>{{/HAS_SOURCES}}
</section>
</div>
