"""From an outline and testimonies to a text, and from a text to a better one. Records nothing but calls to models.

`plan` says what each part is asked, `ask` asks a model, `judge` examines its answer, `assemble` puts the text together
and `record` says who wrote what. None of them knows another: `draft`, `revise`, `suggest` and `preview` call them.
"""
