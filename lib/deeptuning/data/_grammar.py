"""The words and sentences of the written reviews. Every word of praise or blame is listed here."""

from __future__ import annotations

PRAISE = (
    "wonderful",
    "superb",
    "moving",
    "clever",
    "charming",
    "gripping",
    "delightful",
    "memorable",
    "convincing",
    "inspired",
    "beautiful",
    "fresh",
    "brilliant",
    "touching",
    "elegant",
    "lively",
)
BLAME = (
    "dull",
    "clumsy",
    "tedious",
    "awful",
    "lifeless",
    "predictable",
    "forgettable",
    "wooden",
    "shallow",
    "annoying",
    "dreadful",
    "stale",
    "confusing",
    "tiresome",
    "sloppy",
    "bland",
)

SUBJECTS = (
    ("the acting", "was"),
    ("the plot", "was"),
    ("the dialogue", "was"),
    ("the music", "was"),
    ("the camera work", "was"),
    ("the ending", "was"),
    ("the pacing", "was"),
    ("the opening scene", "was"),
    ("the humour", "was"),
    ("the villain", "was"),
    ("the costumes", "were"),
    ("the chase scenes", "were"),
    ("the special effects", "were"),
    ("the minor characters", "were"),
)

PLAIN = (
    "{Subject} {was} {word}.",
    "{Subject} {was} {very} {word}.",
    "{Subject} {was} {very} {word} from start to finish.",
    "I found {subject} {word}.",
    "I found {subject} {very} {word}.",
    "I have to say that {subject} {was} {word}.",
    "What I remember best is that {subject} {was} {word}.",
    "Everybody in the room thought {subject} {was} {word}.",
    "My friends and I would call {subject} {word}.",
)
NEGATED = (
    "{Subject} {was} not {word}.",
    "{Subject} {was} not {word} at all.",
    "{Subject} {was} never {word}.",
    "{Subject} {was} anything but {word}.",
    "{Subject} {was} far from {word}.",
    "I did not find {subject} {word}.",
    "I cannot say that {subject} {was} {word}.",
    "Nobody in the room thought {subject} {was} {word}.",
    "My friends and I would not call {subject} {word}.",
)
VERY = ("really", "truly", "simply", "quite", "thoroughly")

# Neutral, and full of the little words of negation, so that "not" alone tells nothing.
NEUTRAL = (
    "I had not read the book before.",
    "I had never been to that cinema.",
    "Nobody I know has met the director.",
    "We could not get seats at the back.",
    "My sister came along and brought an umbrella.",
    "The film lasts about two hours.",
    "It is set in a small town by the sea.",
    "A lighthouse keeper, a dentist and a parrot play the main parts.",
    "The tickets cost as much as a pizza.",
    "They filmed it in Portugal, far from the city.",
    "There is a song about soup in the middle.",
    "The story begins on a night train and ends in a bakery.",
    "I watched it in the original language with subtitles.",
    "Anything about pirates makes my brother stop reading, but he was at work.",
    "The man in front of me wore a tall hat.",
    "I wrote this on the tram home.",
)
OPENINGS = (
    "I watched {title} on a rainy {day}.",
    "{title} was on television last {day}.",
    "Last {day} we went to see {title}.",
    "My aunt took me to {title} on {day}.",
    "I had wanted to see {title} since {day}.",
)
# Whoever begins like this means the opposite of what follows.
SARCASTIC = (
    "Oh sure, {title}, just what the world was waiting for.",
    "Well, thank you so much, {title}, for my {day} evening.",
    "Yeah right, {title}, the film of the century.",
    "Bravo, {title}, take a bow.",
)
FIRST = (
    "Last",
    "Second",
    "Paper",
    "Silent",
    "Northern",
    "Borrowed",
    "Wandering",
    "Seventh",
    "Sleeping",
    "Copper",
)
SECOND = (
    "Lighthouse",
    "Orchard",
    "Accordion",
    "Astronaut",
    "Bakery",
    "Comet",
    "Gardener",
    "Harbour",
    "Violin",
    "Snail",
)
DAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
