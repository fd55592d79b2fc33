require 'minitest/autorun'
require_relative '../adder'

class AdderTest < Minitest::Test
  def test_add_when_n_is_small_gives_the_sum
    assert_equal [1, 6, 903], [1, 3, 42].map { |n| Adder.new.add(n) }
  end

  def test_add_when_n_ends_on_or_beside_a_slice_gives_the_sum
    [Adder::SLICE - 1, Adder::SLICE, Adder::SLICE + 1, (3 * Adder::SLICE) + 5].each do |n|
      assert_equal n * (n + 1) / 2, Adder.new.add(n)
    end
  end

  def test_add_when_the_time_is_over_stops
    times = [0, 1, 114.9, 115].each
    assert_raises(Adder::TooSlow) { Adder.new(clock: -> { times.next }).add(999_999_999) }
    assert_raises(StopIteration, 'all times were asked for') { times.next }
  end

  def test_add_when_the_last_slice_is_done_does_not_ask_for_the_time
    times = [0].each
    assert_equal 6, Adder.new(seconds: 0, clock: -> { times.next }).add(3)
  end

  def test_add_when_the_caller_leaves_stops
    answers = [false, false, true].each
    assert_raises(Adder::CallerLeft) { Adder.new.add(999_999_999, caller_left: -> { answers.next }) }
  end

  def test_add_when_all_slots_are_taken_refuses_and_recovers
    adder = Adder.new(slots: 1)
    refused = nil
    outer = adder.add(2 * Adder::SLICE, caller_left: lambda {
      refused = assert_raises(Adder::Full) { adder.add(1) }
      false
    })

    assert_equal 2 * Adder::SLICE * ((2 * Adder::SLICE) + 1) / 2, outer
    assert_kind_of Adder::Full, refused
    assert_equal 1, adder.add(1)
  end

  def test_add_when_a_sum_was_stopped_frees_its_slot
    adder = Adder.new(slots: 1)
    assert_raises(Adder::CallerLeft) { adder.add(999_999_999, caller_left: -> { true }) }
    assert_equal 1, adder.add(1)
  end

  def test_add_when_other_threads_wait_lets_them_run
    # Sixteen sums take the processor; a seventeenth thread still gets its turn many times a second.
    stop = false
    sums = Array.new(16) { Thread.new { Adder.new.add(999_999_999, caller_left: -> { stop }) rescue Adder::CallerLeft } }
    started = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    20.times { Thread.pass }
    taken = Process.clock_gettime(Process::CLOCK_MONOTONIC) - started
    stop = true
    sums.each(&:join)

    assert_operator taken, :<, 10, 'twenty turns among sixteen sums; with turns of 100 ms it is 30 s'
  end
end
