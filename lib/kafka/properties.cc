#include "lib/kafka/properties.h"

#include <librdkafka/rdkafka.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace marsad::kafka {

// Out of the table that librdkafka prints for people: it has no other list of the properties that nobody set.
std::vector<std::string> PropertyNames() {
  char* text = nullptr;
  size_t size = 0;
  std::FILE* table = open_memstream(&text, &size);
  if (table == nullptr) return {};
  rd_kafka_conf_properties_show(table);
  std::fclose(table);
  std::istringstream lines(std::string(text, size));
  std::free(text);
  std::vector<std::string> names;
  for (std::string line; std::getline(lines, line);) {
    const std::string name = line.substr(0, line.find(' '));
    const bool is_row =
        line.find(" | ") != line.npos && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._") == name.npos;
    if (is_row && !name.empty()) names.push_back(name);
  }
  return names;
}

}  // namespace marsad::kafka
