// Many inputs of one command, and what the files are called that come of each.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace droplet {

/// A file, or a pattern of files, and the flag that names it; an empty path is none.
struct FileUse {
    std::string flag, path;
};

/// One run of a command.
struct BatchItem {
    std::string input;               ///< as given; "" for the built-in picture
    std::vector<std::string> files;  ///< what it writes, in the order of the patterns; "" for an empty one
    std::string label;               ///< "2/5 photo.jpg", where there are several
    bool makes_folders = false;      ///< a pattern has a field
};

/// A help text's sentence on the fields of a pattern.
inline constexpr const char* batch_help =
    "Of several INPUTs with {name}, {ext} or {index:03} of each; the last folder is made where it is "
    "missing.";

/// The name with its fields replaced: {name} is the input's without folder and extension, {ext} its
/// extension, {index} its number from 0, {index:03} with zeros; {{ and }} are braces. Throws Error
/// (Fault::usage) for other fields.
std::string batch_name(const FileUse& pattern, const std::string& input, std::size_t index);

/// An item for each input, in their order; no input at all is the built-in picture. Of several it is made
/// sure that every one can be written, before anything is: the first pattern is of pictures, the others of
/// files of any kind. Throws Error: Fault::usage where two inputs would write one file, or one would write
/// over an input; Fault::job for a place that cannot be written. Leaves nothing behind.
std::vector<BatchItem> plan_batch(const std::vector<std::string>& inputs,
                                  const std::vector<FileUse>& patterns);

/// Calls `work` for each item, once its folder is made. Of several, one that fails (Error, or no memory)
/// leaves a line on standard error and the others go on; when all is done, Error says how many failed. When
/// `stopped`, it ends after the item under way. With one item all is as if it were called directly.
void run_batch(const std::vector<BatchItem>& items, const std::function<bool()>& stopped,
               const std::function<void(const BatchItem&)>& work);

}  // namespace droplet
