"""What rules about edits share: which lines of two versions correspond, and what became of them."""
