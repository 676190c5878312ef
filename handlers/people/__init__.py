"""Who is who, who may what, and which department answers for what."""
