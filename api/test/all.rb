# Runs every test of this tier, from any folder: ruby api/test/all.rb
require 'minitest/autorun'

Dir.glob(File.join(__dir__, '*_test.rb')).sort.each { |file| require file }
