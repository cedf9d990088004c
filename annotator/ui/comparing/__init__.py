"""Any two attempts or models of a job side by side: their texts word by word, and their marks beside each other."""
