require 'minitest/autorun'
require_relative '../caller'

class CallerTest < Minitest::Test
  def setup
    @near, @far = UNIXSocket.pair
  end

  def teardown
    [@near, @far].each { |socket| socket.close unless socket.closed? }
  end

  def test_left_when_the_connection_is_open_is_false
    refute_predicate Caller.new(@near), :left?
  end

  def test_left_when_the_other_end_has_closed_is_true
    @far.close
    assert_predicate Caller.new(@near), :left?
  end

  def test_left_when_more_was_sent_is_false_and_takes_nothing
    @far.write('GET')
    refute_predicate Caller.new(@near), :left?
    assert_equal 'GET', @near.readpartial(3)
  end

  def test_left_when_this_end_was_closed_is_true
    @near.close
    assert_predicate Caller.new(@near), :left?
  end

  def test_left_when_there_is_no_socket_is_false
    refute_predicate Caller.new(nil), :left?
  end
end
