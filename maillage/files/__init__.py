"""What is uploaded: checked and rewritten, kept sealed, served as an attachment only (decisions/0008)."""
