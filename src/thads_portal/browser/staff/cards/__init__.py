"""What a step is taken on, shown before it is taken: a card for each listing."""
