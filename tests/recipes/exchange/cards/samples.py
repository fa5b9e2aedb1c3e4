"""A card as people write them, and what is said of the reading of one."""

CARD = """\
---
author: Alex Exemple; Camille Exemple
tags: null
published: false
title: Contribution multiBàO
---

#Le troc de plantes

![plantes](http://example.org/plantes.jpg)
Photo par [Une passante](http://example.org/p), sous licence Creative Commons BY-NC

##En une phrase

On échange **ses** boutures sur la place. **[1](#note)**

## A quoi ça sert ?

* Se rencontrer
* Semer

## Informations pratiques

* **Nombre de participants** 8-50
* **Durée préparation** 2 semaines
* **Durée évènement** très variable
* **Coût** nul

## II. Matériel :

* des tables
* des étiquettes

## Procédure

### PRÉPARATION
Réservez la place.

### Déroulement (2 h)
Installez les tables.

#### Le troc
Chacun donne et prend.

### Limites

* la pluie
* le manque de place

Les plus du troc
----------------

Il ne coûte rien.

## Pour aller plus loin

* [Le guide](http://example.org/guide)
* une visite sur place

## Sources

<a id="note">

* **[1](#note)** Alex Exemple, [les Amis du troc](http://example.org), sous licence CC BY-SA
"""


def codes(card, outlook=None):
    """Give the codes of the notes, or of those of one outlook."""
    return {note.code for note in card.notes if outlook in (None, note.outlook)}
