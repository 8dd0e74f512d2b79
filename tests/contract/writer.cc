// contract_writer DIRECTORY: writes NAME.binpb, NAME.json and NAME.textproto (protobuf's text format) for every sample.
#include <google/protobuf/text_format.h>

#include <fstream>
#include <iostream>

#include "tests/contract/samples.h"

namespace {

std::string ToText(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

bool Write(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary);
  file << content;
  file.close();
  if (!file) std::cerr << "cannot write " << path << "\n";
  return static_cast<bool>(file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: contract_writer DIRECTORY\n";
    return 2;
  }
  for (const auto& sample : marsad::contract::Samples()) {
    const std::string stem = std::string(argv[1]) + "/" + sample.name;
    if (!Write(stem + ".binpb", sample.message->SerializeAsString())) return 1;
    if (!Write(stem + ".json", marsad::contract::ToJson(*sample.message))) return 1;
    if (!Write(stem + ".textproto", ToText(*sample.message))) return 1;
  }
  return 0;
}
