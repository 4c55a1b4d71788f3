"""The page's HTML and style, filled in by `page`."""

STYLE = """
:root { --ink: #1d2733; --soft: #5a6675; --line: #dfe4ea; --paper: #fff; --wash: #f5f7fa;
  --passed: #2a7d5c; --failed: #c8553d; --error: #b8860b; --not-attempted: #98a2ae;
  --to-be-marked: #5b7db1; --accent: #33658a; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--wash); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 28px; margin: 0; } h2 { font-size: 19px; margin: 0 0 4px; }
p { margin: 4px 0 12px; } .soft { color: var(--soft); }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px;
  padding: 20px 24px; margin-top: 20px; overflow-x: auto; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 14px;
  margin-top: 20px; }
.tile { background: var(--paper); border: 1px solid var(--line); border-radius: 10px;
  padding: 14px 18px; }
.tile b { display: block; font-size: 26px; line-height: 1.2; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; color: var(--soft); font-size: 13px; overflow-wrap: normal; }
tr:last-child td { border-bottom: 0; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.one { white-space: nowrap; }
code { font: 13.5px ui-monospace, "DejaVu Sans Mono", monospace; }
svg { width: 100%; max-width: 720px; display: block; margin: 8px auto 0; }
svg text { font: 12px system-ui, sans-serif; fill: var(--soft); text-anchor: middle; }
svg text.name { font-weight: 600; } .bar { fill: var(--accent); } .axis { stroke: var(--soft); }
.meter { display: inline-block; width: 84px; height: 9px; border-radius: 5px;
  background: var(--line); overflow: hidden; margin-right: 8px; }
.meter i { display: block; height: 100%; background: var(--accent); }
.stack { display: flex; min-width: 190px; height: 22px; border-radius: 5px; overflow: hidden; }
.stack span { color: #fff; font-size: 12px; line-height: 22px; text-align: center;
  min-width: 26px; }
.passed { background: var(--passed); } .failed { background: var(--failed); }
.error { background: #8f6a08; } .not-attempted { background: #66707c; }
.to-be-marked { background: #466a9f; }
.key span { color: #fff; border-radius: 4px; padding: 1px 8px; margin-right: 6px;
  font-size: 12.5px; }
.tag { border: 1px solid #8f6a08; color: #75570a; border-radius: 4px; padding: 0 6px;
  font-size: 12px; white-space: nowrap; }
@media print { body { background: #fff; } section { break-inside: avoid; } }
"""

TEMPLATE = (
    """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ lab|brief }}: report</title><style>"""
    + STYLE
    + """</style></head><body><main>
<h1>{{ lab|brief }}</h1>
<p class="soft">How the class did · {{ when }}</p>
<div class="tiles">
<div class="tile"><b>{{ numbers.results|length }}</b>submissions</div>
<div class="tile"><b>{{ graded }}</b>graded</div>
<div class="tile"><b>{{ waiting }}</b>wait to be marked</div>
<div class="tile"><b>{{ failed }}</b>could not be graded</div>
<div class="tile"><b>{{ median|points }}
<small class="soft">/ {{ numbers.points|points }}</small></b>
median points so far</div>
<div class="tile"><b>{{ mean|points }}
<small class="soft">/ {{ numbers.points|points }}</small></b>
mean points so far</div>
</div>

<section><h2>Points</h2>
{% if numbers.scores %}
<p class="soft">Students by points, of {{ numbers.points|points }}.
{% if waiting %} Answers that wait to be marked count as nothing so far.{% endif %}
{% if failed %} The {{ failed }} that could not be graded {{ "is" if failed == 1 else "are" }}
left out: that is not a score of 0.{% endif %}</p>
{{ picture }}
{% else %}<p>Nobody could be graded.</p>{% endif %}
</section>

{% if ungraded %}
<section><h2>Could not be graded</h2>
<table><tr><th>student</th><th>reason</th><th></th></tr>
{% for result in ungraded %}<tr><td><code>{{ result.student|brief }}</code></td>
<td class="one">{{ result.status|brief }}</td><td>{{ result.notes|join(" ")|brief }}</td></tr>
{% endfor %}</table></section>
{% endif %}

<section><h2>Items</h2>
<p class="soft">Earned: mean share of the points, so a low share is a hard item. Tells apart: the
correlation of an item's score with the points in all other items. Above 0.3, who is good elsewhere
is good here; near 0 or below, the item deserves a second look. – means undefined.</p>
<p class="key">{% for status, mark in marks.items() %}<span class="{{ status|css }}">{{ mark }}
{{ status }}</span>{% endfor %}</p>
<table><tr><th>item</th><th class="n">points</th><th>earned</th><th class="n">tells apart</th>
<th>students</th></tr>
{% for item in numbers.items %}<tr><td><code>{{ item.name|brief }}</code><br>
{% if item.kind == CLASSIC %}<span class="tag">classic test cell, less protected</span>
{% else %}<small class="soft">{{ item.kind }}</small>{% endif %}</td>
<td class="n">{{ item.points|points }}</td>
<td class="one">{% if item.share is not none %}<span class="meter">
<i style="width:{{ '%.0f'|format(100 * item.share) }}%"></i></span>{{
'%.0f'|format(100 * item.share) }} %{% else %}–{% endif %}</td>
<td class="n">{{ '%.2f'|format(item.discrimination) if item.discrimination is not none else "–" }}
</td><td><div class="stack" role="img" aria-label="{% for status in marks if item.statuses[status]
%}{{ item.statuses[status] }} {{ status }} {% endfor %}">
{% for status, mark in marks.items() if item.statuses[status] %}<span class="{{ status|css }}"
 style="flex:{{ item.statuses[status] }}">{{ mark }} {{ item.statuses[status] }}</span>{% endfor %}
</div></td></tr>
{% endfor %}</table>
{% if numbers.classic %}<p class="soft">A classic test cell is decided in the student's own process.
Code written to deceive can pass it; a hidden check is decided outside.</p>{% endif %}
</section>

<section><h2>Misconceptions</h2>
{% if numbers.mistakes %}
<p class="soft">What wrong answers have in common, and the hint that was given.</p>
<table><tr><th class="n">students</th><th>item</th><th>misconception</th><th>hint</th></tr>
{% for mistake in numbers.mistakes %}<tr><td class="n">{{ mistake.students|length }}</td>
<td class="one"><code>{{ mistake.item|brief }}</code></td><td>{{ mistake.name|brief }}<br>
<small class="soft">{{ mistake.students[:6]|join(", ")|brief }}{{ " …" if
mistake.students|length > 6 else "" }}</small></td><td>{{ mistake.hint|brief }}</td></tr>
{% endfor %}</table>
{% else %}<p>None was recognised.</p>{% endif %}
</section>

{% if numbers.signals %}
<section><h2>Worth a look</h2>
<p class="soft">Signs of an attempt to deceive the grader, or of an accident: no proof of either.
None of them earned points.</p>
<table><tr><th>student</th><th>what was found</th></tr>
{% for student, note in numbers.signals %}<tr><td class="one"><code>{{ student|brief }}</code></td>
<td>{{ note|brief }}</td></tr>
{% endfor %}</table></section>
{% endif %}

{% if numbers.repairs %}
<section><h2>Put right before running</h2>
<table><tr><th>student</th><th>what</th></tr>
{% for student, note in numbers.repairs %}<tr><td class="one"><code>{{ student|brief }}</code></td>
<td>{{ note|brief }}</td></tr>
{% endfor %}</table></section>
{% endif %}

{% if numbers.faults %}
<section><h2>Stopped</h2>
<p class="soft">Cells that took more than they may. What was earned elsewhere is kept.</p>
<table><tr><th>student</th><th>cell</th><th>what happened</th></tr>
{% for student, cell, fault in numbers.faults %}<tr><td class="one"><code>{{ student|brief
}}</code></td><td><code>{{ cell|brief }}</code></td><td>{{ fault|brief }}</td></tr>
{% endfor %}</table></section>
{% endif %}

<section><h2>Students</h2>
<table><tr><th>student</th><th class="n">points</th><th>status</th><th class="n">time</th></tr>
{% for result in numbers.results %}<tr><td><code>{{ result.student|brief }}</code></td>
<td class="n">{% if result.items %}{{ result.score|points }} / {{ result.points|points
}}{% else %}–{% endif %}</td><td>{{ result.status|brief }}</td>
<td class="n">{{ '%.1f s'|format(result.seconds) if result.seconds is not none else "–" }}</td></tr>
{% endfor %}</table>
{% if seconds is not none %}<p class="soft">Median {{ '%.1f'|format(seconds) }} s. Slowest:
{% for each, student in slowest %}{{ student|brief }} {{ '%.1f'|format(each) }} s{{ ", " if not
loop.last else "." }}{% endfor %}</p>{% endif %}
</section>
</main></body></html>
"""
)
