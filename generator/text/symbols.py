"""What text-mode LaTeX calls signs and letters, and the characters they mean."""

_GREEK = {
    name: chr(code) for code, name in enumerate(
        "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma tau "
        "upsilon varphi chi psi omega".split(), 0x3B1)
} | {
    name: chr(code) for code, name in (
        (0x393, "Gamma"), (0x394, "Delta"), (0x398, "Theta"), (0x39B, "Lambda"), (0x39E, "Xi"), (0x3A0, "Pi"),
        (0x3A3, "Sigma"), (0x3A5, "Upsilon"), (0x3A6, "Phi"), (0x3A8, "Psi"), (0x3A9, "Omega"), (0x3F5, "epsilon"),
        (0x3D5, "phi"))
}  # fmt: skip
SIGNS = {
    "times": "×", "sim": "~", "approx": "≈", "pm": "±", "mp": "∓", "cdot": "·", "div": "÷", "ast": "*", "star": "⋆",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "ll": "≪", "gg": "≫", "equiv": "≡",
    "rightarrow": "→", "to": "→", "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "uparrow": "↑",
    "downarrow": "↓", "infty": "∞", "circ": "°", "degree": "°", "deg": "°", "dots": "…", "ldots": "…", "cdots": "⋯",
    "checkmark": "✓", "bullet": "•", "copyright": "©", "textgreater": ">", "textless": "<", "textasciitilde": "~",
    "textbackslash": "\\", "textendash": "–", "textemdash": "—", "textquotesingle": "'", "textdegree": "°",
    "LaTeX": "LaTeX", "TeX": "TeX", "dag": "†", "ddag": "‡", "S": "§", "P": "¶", "pounds": "£", "euro": "€",
}  # fmt: skip
SYMBOLS = _GREEK | SIGNS
ABBREVIATIONS = {
    "eg": "e.g.", "ie": "i.e.", "etc": "etc.", "vs": "vs.", "wrt": "w.r.t.", "cf": "cf.", "etal": "et al.",
}  # fmt: skip
SPACES = {",": "\u202f", ";": " ", ":": " ", " ": " ", "!": "", "/": "", "-": "", "@": ""}
