#include "cuda/convolver.h"

#include "cuda/convolve_kernels.h"
#include "cuda/derive.h"

namespace droplet::cuda {
namespace {

constexpr const char* doing = "convolving";
constexpr std::size_t shared_without_asking = 48 << 10;

}  // namespace

void PlannedKernel::set(cudaStream_t stream, ConvolvePlan plan) {
    if (weights_.size() < plan.weights.size()) weights_ = DeviceBuffer<float>(plan.weights.size());
    check(cudaMemcpyAsync(weights_.data(), plan.weights.data(), plan.weights.size() * sizeof(float),
                          cudaMemcpyHostToDevice, stream),
          doing);
    plan_ = std::move(plan);
}

void PlannedKernel::launch(cudaStream_t stream, const ConstField& in, int planes, const Field& out,
                           int copies, int shift_y, int shift_x, const ConvolutionParams& params) const {
    const ConvolveKernel kernel = convolve_kernel(plan_);
    ConvolveJob job;
    job.in = in;
    job.out = out;
    job.planes = planes;
    job.copies = copies;
    job.shift_y = shift_y;
    job.shift_x = shift_x;
    job.down = plan_.down;
    job.across = plan_.across;
    job.terms = plan_.terms;
    job.weights = weights_.data();
    job.params = params;
    if (kernel.shared_bytes > shared_without_asking)
        check(cudaFuncSetAttribute(kernel.address, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                   static_cast<int>(kernel.shared_bytes)),
              doing);
    void* arguments[] = {&job};
    const dim3 grid(static_cast<unsigned>(groups(out.size.width, kernel.columns)),
                    static_cast<unsigned>(groups(out.size.height, kernel.rows)),
                    static_cast<unsigned>(planes));
    check(cudaLaunchKernel(kernel.address, grid, dim3(static_cast<unsigned>(kernel.threads)), arguments,
                           kernel.shared_bytes, stream),
          doing);
}

void Convolver::plan_for(cudaStream_t stream, const Kernel& kernel) {
    if (kernel_ == kernel) return;
    kernel_ = Kernel();
    planned_.set(stream, plan_convolution(kernel));
    kernel_ = kernel;
}

ConvolutionReport Convolver::run(cudaStream_t stream, const ConstField& in, int planes, const Field& out,
                                 int copies, const Correlation& correlation,
                                 const ConvolutionParams& params) {
    plan_for(stream, correlation.kernel);
    planned_.launch(stream, in, planes, out, copies, correlation.shift_y, correlation.shift_x, params);
    const ConvolvePlan& plan = planned_.plan();
    return {plan.method, plan.rank, operations_of(plan, correlation.kernel.size()), 0};
}

int Convolver::iterate(cudaStream_t stream, DeviceField& current, DeviceField& scratch,
                       const DeviceField* grey, const Correlation& correlation,
                       const ConvolutionParams& params, int steps, const std::stop_token& stop) {
    plan_for(stream, correlation.kernel);
    int done = 0;
    for (; done < steps && !stop.stop_requested(); ++done) {
        Event& slot = queue_[next_];
        next_ = (next_ + 1) % queue_length;
        slot.synchronize();
        if (grey) make_grey(stream, current.view(), grey->view());
        planned_.launch(stream, grey ? grey->view() : current.view(), grey ? 1 : current.planes(),
                        scratch.view(), grey ? current.planes() : 1, correlation.shift_y, correlation.shift_x,
                        params);
        std::swap(current, scratch);
        slot.record(stream);
    }
    return done;
}

}  // namespace droplet::cuda
