{{%AUTOESCAPE context="HTML"}}<div class="reading">
<header class="head"><h1>{{T_about_heading}}</h1><p class="lede">{{T_tagline}}</p></header>
<div class="text">
<p>{{T_about_what}}</p>
<h2>{{T_about_order_heading}}</h2><p>{{T_about_order}}</p>
<h2>{{T_about_proof_heading}}</h2><p>{{T_about_proof}}</p>
<h2>{{T_about_rights_heading}}</h2>{{#PRIVATE}}<p>{{T_about_private}}</p>{{/PRIVATE}}{{#PUBLIC}}<p>{{T_about_public}}</p>{{/PUBLIC}}
<h2>{{T_about_privacy_heading}}</h2><p>{{T_about_privacy}}</p>
<h2>{{T_about_come_heading}}</h2><p>{{T_about_come}}</p>
<h2>{{T_about_holds_heading}}</h2>
<ul><li>{{SOURCE_COUNT}}</li><li>{{ARTICLE_COUNT}}</li><li>{{STORY_COUNT}}</li><li>{{QUARANTINE_COUNT}}</li></ul>
<p class="small">Octavo <span dir="ltr">{{VERSION}}</span></p>
</div>
</div>
