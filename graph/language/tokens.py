"""placeholder until the colleague's file lands"""
def tokens(text: str) -> list[str]:
    return text.casefold().split()
def terms(title: str, body: str) -> str:
    return " ".join(tokens(title) * 2 + tokens(body))
