"""Notes, following and who may see: done alike with tasks, issues and decisions."""
