"""The live layer: who is connected, what they hear, what they may say."""
