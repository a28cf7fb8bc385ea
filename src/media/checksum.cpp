#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <new>
#include <vector>

#include "media/byte_source.h"
#include "media/capture_file.h"

namespace droplet {
namespace {

class Sha256 {
 public:
    Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1)
            throw std::bad_alloc();
    }
    void add(std::span<const unsigned char> bytes) {
        if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1) throw std::bad_alloc();
    }
    std::string digits() {
        std::array<unsigned char, EVP_MAX_MD_SIZE> sum;
        unsigned size = 0;
        if (EVP_DigestFinal_ex(context_.get(), sum.data(), &size) != 1) throw std::bad_alloc();
        std::string text;
        for (unsigned i = 0; i < size; ++i) text += fmt::format("{:02x}", sum[i]);
        return text;
    }

 private:
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace

std::string checksum(std::span<const unsigned char> bytes) {
    Sha256 sum;
    sum.add(bytes);
    return sum.digits();
}

std::string file_checksum(const std::string& path) {
    constexpr std::size_t block_bytes = std::size_t{1} << 16;
    ByteSource file(path);
    Sha256 sum;
    for (;;) {
        const std::string_view block = file.peek(block_bytes);
        if (block.empty()) return sum.digits();
        sum.add({reinterpret_cast<const unsigned char*>(block.data()), block.size()});
        file.skip(block.size());
    }
}

}  // namespace droplet
