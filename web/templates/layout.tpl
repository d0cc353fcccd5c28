{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{#IF_TITLE}}{{TITLE}} — {{/IF_TITLE}}Octavo</title>
{{#IF_DESCRIPTION}}<meta name="description" content="{{DESCRIPTION}}">{{/IF_DESCRIPTION}}
{{#NOINDEX}}<meta name="robots" content="noindex">{{/NOINDEX}}
{{#IF_CANONICAL}}<link rel="canonical" href="{{CANONICAL}}">{{/IF_CANONICAL}}
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<script src="{{EARLY_SCRIPT}}"></script>
<link rel="stylesheet" href="{{STYLE}}">
<link rel="icon" type="image/svg+xml" href="{{MARK}}">
{{#ALTERNATE}}<link rel="alternate" hreflang="{{ALTERNATE_TAG}}" href="{{ALTERNATE_HREF}}">
{{/ALTERNATE}}{{#FEED_LINK}}<link rel="alternate" type="{{FEED_TYPE}}" title="{{FEED_NAME}}" href="{{FEED_HREF}}">
{{/FEED_LINK}}<script src="{{SCRIPT}}" defer></script>
</head>
<body class="{{PAGE_CLASS}}" data-age-now="{{T_age_now}}" data-age-minutes="{{T_age_minutes}}" data-age-hours="{{T_age_hours}}" data-age-yesterday="{{T_age_yesterday}}">
<a class="skip" href="#content">{{T_skip}}</a>
{{#SAMPLES}}<p class="banner" role="note"><strong>{{T_samples_word}}</strong> {{T_samples}}{{#IF_SOURCES_HREF}} <a href="{{SOURCES_HREF}}">{{T_samples_link}}</a>{{/IF_SOURCES_HREF}}</p>{{/SAMPLES}}
<header class="masthead">
<div class="ears">
<p class="today">{{#IF_TODAY}}{{TODAY}}{{/IF_TODAY}}{{#MOTTO}}{{T_motto}}{{/MOTTO}}</p>
<nav class="languages" aria-label="{{T_languages}}"><ul>
{{#OTHER_LANGUAGE}}<li><a href="{{OTHER_HREF}}" lang="{{OTHER_TAG}}" hreflang="{{OTHER_TAG}}"{{#CURRENT_LANGUAGE}} aria-current="true"{{/CURRENT_LANGUAGE}}>{{OTHER_NAME}}</a></li>
{{/OTHER_LANGUAGE}}</ul></nav>
</div>
<a class="nameplate" href="{{FRONT}}" lang="en" aria-label="Octavo, {{T_nav_front}}"><span>Octavo</span></a>
<div class="bar">
<nav class="main" aria-label="{{T_navigation}}"><ul>
{{#NAV}}<li><a href="{{NAV_HREF}}"{{#CURRENT}} aria-current="page"{{/CURRENT}}>{{NAV_NAME}}</a></li>
{{/NAV}}</ul></nav>
<form class="find" role="search" action="{{SEARCH}}" method="get">
<label class="unseen" for="find">{{T_search_label}}</label>
<input type="search" id="find" name="q" value="{{QUERY}}" placeholder="{{T_nav_search}}" maxlength="400" dir="auto" autocomplete="off">
<button type="submit">{{T_search_button}}</button>
</form>
</div>
</header>
<p id="news" class="news" role="status" hidden><a href="">{{T_news}}</a></p>
<main id="content" tabindex="-1">
{{>CONTENT}}
</main>
<footer class="foot">
{{#FEEDS}}<nav class="feeds" aria-label="{{T_feeds}}"><span>{{T_feeds}}</span><ul>
{{#FEED}}<li><a href="{{FEED_HREF}}" type="{{FEED_TYPE}}">{{FEED_NAME}}</a></li>
{{/FEED}}</ul></nav>{{/FEEDS}}
<p class="colophon">{{T_colophon}}</p>
<p class="theme" hidden><label for="theme">{{T_theme}}</label> <select id="theme">
<option value="auto">{{T_theme_auto}}</option>
<option value="light">{{T_theme_light}}</option>
<option value="dark">{{T_theme_dark}}</option>
<option value="sepia">{{T_theme_sepia}}</option>
<option value="contrast">{{T_theme_contrast}}</option>
</select></p>
</footer>
</body>
</html>
