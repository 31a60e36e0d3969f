"""What the law and good practice ask of employers, as rules that pages, uploads and the API all call."""
