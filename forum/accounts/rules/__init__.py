"""What is decided about accounts without looking anything up."""
