require 'minitest/autorun'
require_relative '../settings'

class SettingsTest < Minitest::Test
  def words_of_abort
    _, words = capture_io { assert_raises(SystemExit) { yield } }
    words
  end

  def test_server_url_when_set_is_taken
    %w[http://127.3.0.1:41234 http://internal-api-1.elb.amazonaws.com https://api/path].each do |url|
      assert_equal url, Settings.server_url('SERVER_URL' => url).to_s
    end
  end

  def test_server_url_when_missing_names_it_and_an_example
    assert_equal "SERVER_URL is not set. Give the address of the api, for example http://127.0.0.1:4567\n",
                 words_of_abort { Settings.server_url({}) }
  end

  def test_server_url_when_no_http_address_says_so
    ['redis://x', '127.0.0.1:4567', 'api', 'http:', 'http://a b'].each do |text|
      assert_match(/\ASERVER_URL .* http:/, words_of_abort { Settings.server_url('SERVER_URL' => text) })
    end
  end

  def test_listen_when_nothing_is_set_takes_every_address_and_4567
    assert_equal 'tcp://0.0.0.0:4567', Settings.listen({})
  end

  def test_listen_when_set_is_taken
    assert_equal 'tcp://127.3.0.1:81', Settings.listen('BIND' => '127.3.0.1', 'PORT' => '81')
    assert_equal 'tcp://[::1]:4567', Settings.listen('BIND' => '::1')
  end

  def test_listen_when_the_port_is_none_says_so
    ['', 'http', '-1', '65536', "80\n"].each do |port|
      assert_match(/\APORT is .* Give a number/, words_of_abort { Settings.listen('PORT' => port) })
    end
  end
end
