// ffmpeg as it runs, for films while they happen and those of headless jobs.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "media/child_process.h"
#include "model/error.h"

namespace droplet {

/// The program's own files 3 and 4, as ChildProcess gives them: no name of ours can be mistaken there.
inline constexpr const char* third_file = "/dev/fd/3";
inline constexpr const char* fourth_file = "/dev/fd/4";

/// A file without a name, which holds a text. Throws Error (Fault::job).
class TextFile {
 public:
    explicit TextFile(const std::string& text);
    ~TextFile();
    TextFile(const TextFile&) = delete;
    TextFile& operator=(const TextFile&) = delete;

    int number() const { return file_; }

 private:
    int file_ = -1;
};

/// Throws Error (Fault::job) with `path` as its subject.
std::unique_ptr<ChildProcess> start_encoder(const std::vector<std::string>& arguments,
                                            const std::vector<int>& files, std::chrono::milliseconds patience,
                                            const std::string& path);

/// What went wrong with an encoder whose write() returned an error: it is waited for, to say why.
Error failed_write(ChildProcess& encoder, std::chrono::milliseconds patience, const std::string& path);

/// Ends the input and waits for the end. Throws Error (Fault::job) when that is a failure.
void end_encoder(ChildProcess& encoder, std::chrono::milliseconds patience, const std::string& path,
                 const std::stop_token& stop = {});

}  // namespace droplet
