# What may be summed up: a whole number from 1 to 12 digits long.
module Number
  # The text is not acceptable; the message says why, in words for the user.
  class Wrong < StandardError; end

  # Takes what stood behind ?n= (nil, text, or what Sinatra makes of ?n[]=) and returns an Integer.
  def self.parse(text)
    raise Wrong, 'n is empty. Give a whole number from 1 up, as in /?n=3' if text.nil? || text == ''

    digits = text.is_a?(String) && text.valid_encoding? && text[/\A[+-]?\d+\z/]
    raise Wrong, 'n is not a whole number. Give one from 1 up, as in /?n=3' unless digits
    raise Wrong, 'n has more than 12 digits. Give a smaller one, as in /?n=3' if digits.delete('+-').length > 12

    n = Integer(digits, 10)
    raise Wrong, 'n is below 1. Give a whole number from 1 up, as in /?n=3' if n < 1

    n
  end
end
