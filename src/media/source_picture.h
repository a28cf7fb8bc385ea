// Where a run begins, read together with what a recipe says of it.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "model/recipe.h"

namespace droplet {

struct SourcePicture {
    std::shared_ptr<const Image> image;
    SourceReference reference;
};

/// The picture of a file, "" is the test picture and "-" standard input; normalized if wanted. The file is
/// read once, for picture and checksum. Throws Error as read_image() does.
SourcePicture read_source_picture(const std::string& path, bool normalized);

/// file_checksum() of a regular file, "" of anything else. Throws Error as that does.
std::string checksum_if_regular(const std::string& path);

/// The reference of a file, or of a pattern of files or a device, which have no checksum; "" is the test
/// picture, "-" unknown. Its size is left to who knows it. Throws Error as file_checksum() does.
SourceReference source_reference(const std::string& path, SourceKind kind, bool normalized);

/// A file that a recipe's source may be.
struct SourceFile {
    std::string path;
    std::string checksum;  ///< "" where the recipe has none to compare with
    bool same = true;      ///< its bytes are those of then, or nobody knows
};

/// The path itself, without a checksum, where it is the pattern of a sequence. Else the file at the source's
/// path or the one of that name beside the capture, whichever has the bytes of then; where neither has, the
/// first there is. Never the capture itself. None where there is neither. Throws Error as file_checksum()
/// does.
std::optional<SourceFile> find_source_file(const SourceReference& source,
                                           const std::filesystem::path& capture);

}  // namespace droplet
