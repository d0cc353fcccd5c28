{{%AUTOESCAPE context="HTML"}}<article class="item"{{#IF_ANCHOR}} id="{{ANCHOR}}"{{/IF_ANCHOR}}>
<p class="meta"><a class="publisher" href="{{PUBLISHER_HREF}}" dir="auto">{{PUBLISHER}}</a>{{#IF_ISO}} <time datetime="{{ISO}}" title="{{FULL_DATE}}" data-date="{{DATE}}">{{AGE}}</time>{{/IF_ISO}}{{#IF_GENRE}} <span class="genre">{{GENRE}}</span>{{/IF_GENRE}}{{#IF_LINEAGE}} <span class="lineage">{{LINEAGE}}</span>{{/IF_LINEAGE}}{{#IF_COPY_OF}} <a class="lineage" href="{{COPY_HREF}}">{{COPY_OF}}</a>{{/IF_COPY_OF}}</p>
<h3 lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}"><a href="{{HREF}}">{{TITLE}}</a></h3>
{{#IF_SUMMARY}}<p class="summary" lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}">{{SUMMARY}}</p>{{/IF_SUMMARY}}
{{#SNIPPET}}<p class="summary" lang="{{CONTENT_LANGUAGE}}" dir="{{DIRECTION}}">{{#PIECE}}{{#PLAIN}}{{PIECE_TEXT}}{{/PLAIN}}{{#MARKED}}<mark>{{PIECE_TEXT}}</mark>{{/MARKED}}{{/PIECE}}</p>{{/SNIPPET}}
{{#IF_REASON}}<p class="reason">{{REASON}}</p>{{/IF_REASON}}
</article>
