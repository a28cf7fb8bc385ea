#include "media/encoder_process.h"

#include <sys/mman.h>

#include <cerrno>
#include <span>
#include <system_error>

#include "media/atomic_file.h"
#include "media/encoder.h"
#include "media/spawn.h"

namespace droplet {
namespace {

Error failure(const ChildProcess& encoder, int status, std::chrono::milliseconds patience,
              const std::string& path) {
    return {Fault::job, path,
            encoder.hung() ? hung_encoder(patience) : encoder_failure(encoder.error_output(), status)};
}

}  // namespace

TextFile::TextFile(const std::string& text) : file_(::memfd_create("text", MFD_CLOEXEC)) {
    const std::span bytes{reinterpret_cast<const unsigned char*>(text.data()), text.size()};
    const int error = file_ < 0 ? errno : write_all(file_, bytes);
    if (error == 0) return;
    close_file(file_);
    throw Error(Fault::job, "metadata", "cannot be given to ffmpeg: " + describe_errno(error));
}

TextFile::~TextFile() {
    close_file(file_);
}

std::unique_ptr<ChildProcess> start_encoder(const std::vector<std::string>& arguments,
                                            const std::vector<int>& files, std::chrono::milliseconds patience,
                                            const std::string& path) {
    try {
        auto encoder = std::make_unique<ChildProcess>(arguments, files);
        encoder->set_patience(patience);
        return encoder;
    } catch (const std::system_error& error) {
        if (error.code().value() == ENOENT) throw missing_encoder(path);
        throw Error(Fault::job, path, "ffmpeg cannot be started: " + describe_errno(error.code().value()));
    }
}

Error failed_write(ChildProcess& encoder, std::chrono::milliseconds patience, const std::string& path) {
    using namespace std::chrono_literals;
    constexpr auto last_words = 3s;
    const int status = encoder.wait(encoder.hung() ? 0ms : last_words);
    return failure(encoder, status, patience, path);
}

void end_encoder(ChildProcess& encoder, std::chrono::milliseconds patience, const std::string& path,
                 const std::stop_token& stop) {
    encoder.close_input();
    if (const int status = encoder.wait(stop); status != 0) throw failure(encoder, status, patience, path);
}

}  // namespace droplet
