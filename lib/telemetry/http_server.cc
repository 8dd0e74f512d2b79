#include "lib/telemetry/http_server.h"

#include <civetweb.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string_view>
#include <system_error>
#include <vector>

namespace marsad::telemetry {
namespace {

// Enough for a scraper, a kubelet's probes and a person at the same time.
constexpr const char* kThreads = "3";
// A client that asks slowly or does not read must not hold a thread.
constexpr const char* kRequestTimeoutMs = "5000";
constexpr const char* kLongestRequest = "8192";

const char* StatusText(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 503:
      return "Service Unavailable";
    default:
      return "Internal Server Error";
  }
}

// An IPv4 or IPv6 address as the kernel writes it.
using Address = std::vector<unsigned char>;

// The address and port that `fd` listens on; empty if it is no listening socket.
Address ListeningAddress(int fd) {
  int listening = 0;
  socklen_t size = sizeof listening;
  if (getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) != 0 || listening == 0) return {};
  sockaddr_storage address{};
  size = sizeof address;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  const auto* bytes = reinterpret_cast<const unsigned char*>(&address);
  return {bytes, bytes + std::min<size_t>(size, sizeof address)};
}

// What HOST stands for, with this port; empty if it stands for nothing.
Address ResolveAddress(std::string host, int port) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return {};
  const auto* bytes = reinterpret_cast<const unsigned char*>(found->ai_addr);
  Address address(bytes, bytes + found->ai_addrlen);
  freeaddrinfo(found);
  return address;
}

// Civetweb looks every two seconds whether it shall stop, unless its listening socket wakes it; and keeps that socket to
// itself. Only one socket of the process can listen on an address, so the one that does is the server's, whatever other
// threads open and close meanwhile. If none is found, stopping takes those two seconds.
void WakeListener(const Address& address) {
  if (address.empty()) return;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd", error)) {
    const int fd = std::atoi(entry.path().filename().c_str());
    if (ListeningAddress(fd) == address) shutdown(fd, SHUT_RDWR);
  }
}

class CivetServer final : public HttpServer {
 public:
  explicit CivetServer(Pages pages) : pages_(std::move(pages)) {}
  ~CivetServer() override {
    if (context_ == nullptr) return;
    WakeListener(ResolveAddress(host_, port()));
    mg_stop(context_);
  }
  CivetServer(const CivetServer&) = delete;
  CivetServer& operator=(const CivetServer&) = delete;

  Result<void> Listen(const std::string& listen) {
    static const unsigned initialized = mg_init_library(0);
    static_cast<void>(initialized);
    std::array options = {"listening_ports",  listen.c_str(),       "num_threads",
                          kThreads,           "request_timeout_ms", kRequestTimeoutMs,
                          "max_request_size", kLongestRequest,      static_cast<const char*>(nullptr)};
    mg_callbacks callbacks{};
    callbacks.begin_request = [](mg_connection* connection) {
      static_cast<const CivetServer*>(mg_get_request_info(connection)->user_data)->Answer(connection);
      return 1;
    };
    callbacks.log_message = [](const mg_connection* connection, const char* message) {
      const auto* data = mg_get_user_data(mg_get_context(connection));
      auto* self = const_cast<CivetServer*>(static_cast<const CivetServer*>(data));
      if (self != nullptr) self->Hear(message);
      return 1;
    };
    host_ = listen.substr(0, listen.rfind(':'));
    context_ = mg_start(&callbacks, this, options.data());
    const std::lock_guard lock(mutex_);
    is_starting_ = false;
    if (context_ != nullptr) return {};
    if (complaint_.find(std::generic_category().message(EADDRINUSE)) != std::string::npos)
      return Fail(listen + " is in use");
    return Fail(listen + " cannot be listened on: " + (complaint_.empty() ? "unknown reason" : complaint_));
  }

  int port() const override {
    mg_server_port port{};
    return mg_get_server_ports(context_, 1, &port) == 1 ? port.port : 0;
  }

 private:
  // Called from civetweb's threads, some of which run before mg_start() has returned. What comes after the start is about
  // single clients.
  void Hear(const char* message) {
    const std::lock_guard lock(mutex_);
    if (is_starting_) complaint_ += message;
  }

  Page PageFor(const mg_request_info& request) const {
    const std::string_view method = request.request_method;
    if (method != "GET" && method != "HEAD") return {.status = 405, .body = "allowed: GET, HEAD\n"};
    const auto page = pages_.find(request.local_uri);
    if (page != pages_.end()) return page->second();
    std::string known;
    for (const auto& [path, make] : pages_) known += " " + path;
    return {.status = 404, .body = "no such page; there are:" + known + "\n"};
  }

  void Answer(mg_connection* connection) const {
    const mg_request_info& request = *mg_get_request_info(connection);
    const Page page = PageFor(request);
    mg_printf(connection,
              "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\nCache-Control: no-store\r\n"
              "Connection: close\r\n\r\n",
              page.status, StatusText(page.status), page.content_type.c_str(), page.body.size());
    if (std::string_view(request.request_method) != "HEAD") mg_write(connection, page.body.data(), page.body.size());
  }

  const Pages pages_;
  std::mutex mutex_;  // of the next two
  bool is_starting_ = true;
  std::string complaint_;
  // Of the thread that starts and stops the server.
  std::string host_;
  mg_context* context_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<HttpServer>> StartHttpServer(const std::string& listen, HttpServer::Pages pages) {
  auto server = std::make_unique<CivetServer>(std::move(pages));
  if (auto listening = server->Listen(listen); !listening) return tl::unexpected(listening.error());
  return server;
}

}  // namespace marsad::telemetry
