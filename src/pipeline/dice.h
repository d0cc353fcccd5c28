#pragma once
// A random number for spreading waits; nothing secret depends on it.

#include <random>

namespace pipeline {

// In [0, 1). Safe for use by several threads.
inline double ThrowDice() {
  thread_local std::minstd_rand generator(std::random_device{}());
  return std::uniform_real_distribution<double>(0, 1)(generator);
}

}  // namespace pipeline
