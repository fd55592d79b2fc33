# What may be summed up: a whole number from 1 to 12 digits long.
module Number
  # The number is not acceptable; the message says why, in words for the user.
  class Wrong < StandardError; end

  LARGEST = 999_999_999_999

  # Takes the parsed body, {"n": 42}, and returns n.
  def self.check(body)
    raise Wrong, 'n is missing. Send {"n": 42}.' unless body.is_a?(Hash) && body.key?('n')

    n = body['n']
    raise Wrong, 'n is empty. Give a whole number from 1 up.' if n.nil? || n == ''
    raise Wrong, 'n is not a whole number. Give one from 1 up.' unless n.is_a?(Integer)
    raise Wrong, 'n is below 1. Give a whole number from 1 up.' if n < 1
    raise Wrong, 'n has more than 12 digits. Give a smaller one.' if n > LARGEST

    n
  end
end
