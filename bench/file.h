// What benchmarks read: files of the project, by their path in it.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace marsad::bench {

// All of the file; ends the program if it is not there.
inline std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::cerr << path << " cannot be read: start benchmarks in the repository's root\n";
    std::exit(1);
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace marsad::bench
