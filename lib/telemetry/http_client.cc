#include "lib/telemetry/http_client.h"

#include <civetweb.h>

#include <array>
#include <memory>

namespace marsad::telemetry {
namespace {

constexpr size_t kLongestBody = 64 << 10;

std::string ReadBody(mg_connection* connection) {
  std::string body;
  std::array<char, 4096> part{};
  for (int read = 0; body.size() < kLongestBody && (read = mg_read(connection, part.data(), part.size())) > 0;)
    body.append(part.data(), static_cast<size_t>(read));
  return body;
}

}  // namespace

Result<Page> FetchPage(const std::string& host, int port, const std::string& path, std::chrono::milliseconds patience) {
  static const unsigned initialized = mg_init_library(0);
  static_cast<void>(initialized);
  const bool is_in_brackets = host.starts_with('[') && host.ends_with(']');
  const std::string bare = is_in_brackets ? host.substr(1, host.size() - 2) : host;
  const std::string address = host + ":" + std::to_string(port);
  std::array<char, 256> complaint{};
  const std::unique_ptr<mg_connection, void (*)(mg_connection*)> connection(
      mg_connect_client(bare.c_str(), port, 0, complaint.data(), complaint.size()), mg_close_connection);
  if (connection == nullptr) return Fail("nobody listens on " + address + ": " + complaint.data());
  mg_printf(connection.get(), "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path.c_str(),
            address.c_str());
  if (mg_get_response(connection.get(), complaint.data(), complaint.size(), static_cast<int>(patience.count())) < 0)
    return Fail(address + " does not answer with HTTP: " + complaint.data());
  const mg_response_info& response = *mg_get_response_info(connection.get());
  return Page{.status = response.status_code, .content_type = "", .body = ReadBody(connection.get())};
}

}  // namespace marsad::telemetry
