"""What other people's libraries make of our shapes.

foreign.py     the pydantic, msgspec and typeddict targets, by datamodel-code-generator
hypothesis.py  strategies that draw payloads of each type
drawing.py     what they are made of, copied into the package
"""
