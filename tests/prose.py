"""Texts of articles for scripts that play a publisher."""
import random

WORDS = ("harbour board ferry island winter bridge council teacher market price barley train station snow river valley "
         "museum orchestra painter garden student letter doctor village road engine captain storm roof stone window "
         "festival baker library choir football goalkeeper minister budget tax school forest hunter mountain hotel guest "
         "kitchen recipe lighthouse cat sailor wire factory salt battery lake mill owner farmer sheep wool weaver").split()


def text_of(name):
    """Six paragraphs of HTML that no other name has: alike texts would be copies of each other."""
    dice = random.Random(name)
    sentence = lambda: "The {} of the {} told the {} on Tuesday that the {} and the {} would come to the {}. ".format(
        *dice.choices(WORDS, k=6))
    return "".join("<p>" + "".join(sentence() for _ in range(5)) + "</p>" for _ in range(6))
