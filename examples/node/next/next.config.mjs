export default { serverExternalPackages: ['tokenseal'] }
