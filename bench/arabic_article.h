// An Arabic article of some 4 KB of UTF-8 for benchmarks, made of the golden one.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

namespace marsad::bench {

struct ArabicArticle {
  std::string title;
  std::string body;
};

inline ArabicArticle LoadArabicArticle() {
  std::ifstream in(std::string(MARSAD_SOURCE_DIR) + "/stages/decode/golden/arabic_text.in");
  ArabicArticle article;
  std::string text;
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (article.title.empty()) {
      article.title = line;
    } else {
      text += line + '\n';
    }
  }
  if (text.empty()) {
    std::cerr << "the golden article of stages/decode is missing\n";
    std::exit(1);
  }
  while (article.body.size() < 4096) article.body += text + '\n';
  return article;
}

}  // namespace marsad::bench
