{{%AUTOESCAPE context="HTML"}}<div class="reading wide">
<header class="head"><h1>{{T_nav_hashtags}}</h1><p class="lede">{{T_hashtags_lede}}</p></header>
{{#EMPTY}}<p class="empty">{{T_no_hashtags}}</p>{{/EMPTY}}
{{#HAS_TAGS}}<ul class="tag-list">{{#TAG}}<li><a href="{{TAG_HREF}}"><bdi>#{{TAG_NAME}}</bdi></a> <span class="count" title="{{TAG_LABEL}}">{{TAG_COUNT}}</span></li>
{{/TAG}}</ul>{{/HAS_TAGS}}
</div>
