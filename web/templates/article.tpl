{{%AUTOESCAPE context="HTML"}}<article class="reading">
<header class="head">
<p class="kicker">{{#IF_SECTION}}<span>{{SECTION}}</span>{{/IF_SECTION}}{{#IF_GENRE}}<span class="genre">{{GENRE}}</span>{{/IF_GENRE}}</p>
<h1 lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}">{{HEADLINE}}</h1>
<p class="meta">{{#IF_BYLINE}}<span class="byline" dir="auto">{{BYLINE}}</span> {{/IF_BYLINE}}<a class="publisher" href="{{PUBLISHER_HREF}}" dir="auto">{{PUBLISHER}}</a>{{#IF_ISO}} <time datetime="{{ISO}}" data-date="{{DATE}}">{{AGE}}</time> <span class="full-date">{{FULL_DATE}}</span>{{/IF_ISO}}</p>
<p class="original"><a href="{{ORIGINAL}}" rel="noreferrer noopener">{{T_original}} <bdi>{{PUBLISHER}}</bdi></a></p>
{{#IF_ORIGIN_TEXT}}<p class="small">{{ORIGIN_TEXT}}</p>{{/IF_ORIGIN_TEXT}}
</header>
{{#QUARANTINE}}<div class="notice" role="note"><p><strong>{{T_in_quarantine}}</strong> {{REASON}}</p>{{#IF_REASON_DETAIL}}<p class="small" lang="en" dir="ltr">{{REASON_DETAIL}}</p>{{/IF_REASON_DETAIL}}</div>{{/QUARANTINE}}
{{#LEAD_IMAGE}}<figure class="lead-image"><img src="{{IMAGE}}" alt="{{ALT}}"{{#IF_WIDTH}} width="{{WIDTH}}" height="{{HEIGHT}}"{{/IF_WIDTH}} referrerpolicy="no-referrer" decoding="async">
<figcaption dir="auto">{{CAPTION}}{{#IF_CREDIT}} <span class="credit">{{CREDIT}}</span>{{/IF_CREDIT}}</figcaption></figure>{{/LEAD_IMAGE}}
<div class="text" lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}">
{{#BLOCK}}{{#PARAGRAPH}}<p>{{BLOCK_TEXT}}</p>{{/PARAGRAPH}}{{#HEADING}}<h2>{{BLOCK_TEXT}}</h2>{{/HEADING}}{{#QUOTE}}<blockquote><p>{{BLOCK_TEXT}}</p></blockquote>{{/QUOTE}}{{#CODE}}<pre tabindex="0"><code>{{BLOCK_TEXT}}</code></pre>{{/CODE}}{{#LIST}}<ul>{{#ITEM}}<li>{{BLOCK_TEXT}}</li>{{/ITEM}}</ul>{{/LIST}}{{#TABLE}}<div class="table" tabindex="0"><table>{{#ROW}}<tr>{{#CELL}}<td>{{CELL_TEXT}}</td>{{/CELL}}</tr>{{/ROW}}</table></div>{{/TABLE}}{{#FIGURE}}<figure><img src="{{IMAGE}}" alt="{{ALT}}" loading="lazy" referrerpolicy="no-referrer" decoding="async"><figcaption>{{CAPTION}}{{#IF_CREDIT}} <span class="credit">{{CREDIT}}</span>{{/IF_CREDIT}}</figcaption></figure>{{/FIGURE}}{{#EMBED}}<p class="embed"><a href="{{EMBED_HREF}}" rel="noreferrer noopener">{{EMBED_TEXT}}</a></p>{{/EMBED}}
{{/BLOCK}}
</div>
{{#NO_TEXT}}<p class="quiet">{{T_no_text}}</p>{{/NO_TEXT}}
{{#EXCERPT}}<p class="notice">{{T_excerpt}} <a href="{{ORIGINAL}}" rel="noreferrer noopener">{{T_original}} <bdi>{{PUBLISHER}}</bdi></a></p>{{/EXCERPT}}
{{#PAYWALL}}<p class="quiet">{{T_paywall}}</p>{{/PAYWALL}}
{{#HASHTAGS}}<section class="tags" aria-labelledby="tags"><h2 class="label" id="tags">{{T_hashtags}}</h2>
<ul>{{#HASHTAG}}<li><a href="{{TAG_HREF}}" dir="auto">#{{TAG_NAME}}</a></li>{{/HASHTAG}}</ul></section>{{/HASHTAGS}}
{{#STORY}}<section class="in-story" aria-labelledby="in-story">
<h2 id="in-story">{{T_in_story}}</h2>
<p class="story-link"><a href="{{STORY_HREF}}" dir="auto">{{STORY_TITLE}}</a> <span class="meta">{{STORY_COUNTS}}</span></p>
<div class="items">{{#OTHER}}{{>ARTICLE_ITEM}}{{/OTHER}}</div>
</section>{{/STORY}}
{{#VERSIONS}}<section aria-labelledby="versions"><h2 id="versions">{{T_versions}}</h2>
<div class="items">{{#VERSION}}{{>ARTICLE_ITEM}}{{/VERSION}}</div></section>{{/VERSIONS}}
<section class="related" aria-labelledby="related">
<h2 id="related">{{T_related}}</h2>
{{#NOTHING_RELATED}}<p class="quiet">{{T_nothing_related}}</p>{{/NOTHING_RELATED}}
{{#HAS_RELATED}}<div class="items">{{#RELATED}}{{>ARTICLE_ITEM}}{{/RELATED}}</div>{{/HAS_RELATED}}
</section>
<section class="comments" aria-labelledby="comments">
<h2 id="comments">{{T_comments}}</h2>
<p class="quiet">{{T_comments_come}}</p>
</section>
</article>
